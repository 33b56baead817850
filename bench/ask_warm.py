"""What does a warm question cost, beside encoding it and asking Chroma once?"""

import statistics
from time import perf_counter

import chromadb
from chromadb.config import Settings as ChromaSettings

from bench.common import Figure, Result, Table, main, seconds, spread
from bench.corpus import bare_model, campaign_files, ingest, settings_for, shipped
from index.storage.chroma import VECTORS_FOLDER
from rag.build import build_engine
from rag.question.parsing import Query

ROUNDS = 3
QUESTIONS = """
Which settlements changed hands this week?
What happened near Bakhmut?
Who commands the Russian forces in Ukraine?
How many missiles were launched at Kyiv?
When did the counteroffensive in Kharkiv begin?
Why did Russian forces withdraw from Kherson?
What did Putin say about mobilization?
Where are Wagner Group fighters deployed?
What is the state of the bridge over the Kerch Strait?
How many reservists are to be called up?
Which units fight around Avdiivka?
What did the Ukrainian General Staff report about Lyman?
Did Russian troops cross the Siverskyi Donets?
What role does Belarus play in the war?
What has Prigozhin said about ammunition?
How do Russian milbloggers judge the defence ministry?
Which drones does Russia get from Iran?
What damage was done to power plants?
Are there reports of partisan attacks in Melitopol?
How is grain shipped out of Odesa?
What happened at the nuclear plant in Zaporizhzhia?
When was the referendum in occupied regions held?
Who was appointed as overall commander in October?
What did Kadyrov write about the retreat?
How are prisoners recruited?
What weapons did the West promise?
Is an offensive from Belarus likely?
What do officials say about losses near Vuhledar?
Which airfields were hit by explosions?
What is known of the fighting for Soledar?
How did the garrison in Azovstal end?
What did the Kremlin say about annexation?
Which roads supply the garrison of Sievierodonetsk?
What did Shoigu announce about the size of the army?
How strong is Russian artillery in the Donbas?
What did Ukraine do on Snake Island?
Were civilians deported from Mariupol?
What is the line of contact in Luhansk Oblast?
Which bridges over the Dnipro were struck?
What are conscripts told about being sent to the front?
Has the front in the south moved since autumn?
Who leads the militia of the Donetsk republic?
What measures were taken in Crimea after the attack?
How does winter weather affect operations?
Which cities were shelled on Russian soil?
What did Girkin criticise?
How many tanks did Germany agree to send?
What were the main axes of advance in February 2022?
When did Russian troops leave the Kyiv region?
What did Lukashenko say about joint forces?
How are occupation authorities handing out passports?
Is there evidence of filtration camps?
What has been said about negotiations?
How long can Russia keep up its missile strikes?
What happened in Izyum in September 2022?
Which Russian generals were dismissed?
Who controls Kreminna?
What do satellite images show of fortifications?
What is the capital of Australia?
How many people live in Tokyo?
Which team won the world cup in 1998?
What did analysts expect for spring 2023?
Which brigade was moved to Kherson?
Where do Ukrainian forces defend the Svatove line?
""".strip().splitlines()
"""On such a corpus, some not answered by it."""


def measure() -> Result:
    folder = campaign_files()
    settings = settings_for(folder)
    model = bare_model()
    ingest(folder, shipped)
    engine = build_engine(settings, shipped)
    engine.ask(Query(QUESTIONS[0]))
    (collection,) = chromadb.PersistentClient(
        str(settings.data_dir / VECTORS_FOLDER), settings=ChromaSettings(anonymized_telemetry=False)
    ).list_collections()

    def bare(question: str) -> None:
        vector = model.encode(question, show_progress_bar=False)
        collection.query(query_embeddings=[vector], n_results=10, include=["distances"])

    for question in QUESTIONS[:10]:
        bare(question)
        engine.ask(Query(question))
    mine, theirs = list[float](), list[float]()
    stages: dict[str, list[float]] = {}
    kinds = {"answer": 0, "refusal": 0}
    for turn in range(ROUNDS):
        for number, question in enumerate(QUESTIONS):
            if (turn + number) % 2:
                theirs.append(seconds(lambda asked=question: bare(asked)))
            start = perf_counter()
            outcome = engine.ask(Query(question))
            mine.append(perf_counter() - start)
            if not (turn + number) % 2:
                theirs.append(seconds(lambda asked=question: bare(asked)))
            kinds[outcome.kind] += 1
            for stage, taken in outcome.timings_ms.items():
                stages.setdefault(stage, []).append(taken)
    pairs = [a / b for a, b in zip(mine, theirs, strict=True)]
    coverage = engine.coverage()
    return Result(
        name="ask_warm",
        title="A warm question beside the bare cost",
        about=(
            f"{len(QUESTIONS)} questions, {ROUNDS} times each, on {coverage.reports} campaign "
            f"reports in {coverage.passages:,} passages. Each is asked of the engine and, before "
            "or after it in turn, encoded by SentenceTransformer.encode and looked up with one "
            "Chroma query of 10 in the same collection. "
            f"{kinds['answer'] // ROUNDS} were answered, {kinds['refusal'] // ROUNDS} refused."
        ),
        figures=[
            Figure("warm ask, median of the ratios to the bare cost", statistics.median(pairs),
                   at_most=3.0),
            Figure("warm ask, median", statistics.median(mine) * 1000, " ms", at_most=60),
        ],
        tables=[
            Table(
                "Milliseconds",
                ("", "median", "nine in ten below"),
                [
                    _row("bare cost", [s * 1000 for s in theirs]),
                    _row("ask", [s * 1000 for s in mine]),
                    *(_row(f"of it {stage}", taken) for stage, taken in stages.items()),
                ],
            ),
            Table("Ratio, ask to bare cost", ("median (min to max)",), [[spread(pairs)]]),
        ],
    )  # fmt: skip


def _row(name: str, taken: list[float]) -> list[str]:
    ninth = statistics.quantiles(taken, n=10)[-1]
    return [name, f"{statistics.median(taken):.2f}", f"{ninth:.2f}"]


if __name__ == "__main__":
    main(measure)
