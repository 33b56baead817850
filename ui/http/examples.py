"""Examples for the description of the interface: what it says of the five seed reports."""

from typing import Any

QUESTION = "What did Lavrov say about Zelensky?"
ASKED: dict[str, Any] = {
    "plain": {"summary": "A question", "value": {"question": QUESTION}},
    "bounded": {
        "summary": "Of reports until a day",
        "value": {"question": QUESTION, "to": "2020-01-01"},
    },
    "as of": {
        "summary": "As things were known",
        "value": {"question": "What does the Kremlin demand?", "as_of": "2024-02-01"},
    },
}
FOUND: dict[str, Any] = {
    "plain": {"summary": "Some words", "value": {"question": "Lavrov Zelensky"}},
    "question": {
        "summary": "A question, as CSV",
        "value": {"question": "How many reports mention Rosatom?", "format": "csv"},
    },
}
CHAT: dict[str, Any] = {
    "plain": {
        "summary": "A question",
        "value": {"model": "dateline", "messages": [{"role": "user", "content": QUESTION}]},
    }
}
CHECKED: dict[str, Any] = {
    "plain": {
        "summary": "A text of two sentences",
        "value": {
            "text": "Lavrov claimed on December 26 that Zelensky is not legitimate. Nobody asked "
            "him about it.",
        },
    }
}
_OVER: dict[str, Any] = {
    "corpus": {
        "reports": 5,
        "passages": 123,
        "from": "2023-12-23",
        "to": "2024-12-26",
        "snapshot": "983e9f52b1a8",
        "languages": {},
        "missing": None,
    },
    "models": {
        "embedder": "dateline-encoder-1",
        "reranker": None,
        "judge": "dateline-judge-6",
        "llm": None,
    },
}
"""What was searched, and with which models."""
ANSWER: dict[str, Any] = {
    "kind": "answer",
    "question": QUESTION,
    "text": "Russian Foreign Minister Sergei Lavrov reiterated Putin’s false claims that "
    "the current Ukrainian government is illegitimate and cannot be a legitimate "
    "negotiating partner for Russia. [1] "
    "Lavrov claimed on December 26 during an interview with Russian and foreign "
    "media that Ukrainian President Volodymyr Zelensky is not legitimate "
    "according to Ukraine’s constitution and that Ukraine needs to hold "
    "presidential elections. [1]",
    "window": None,
    "confidence": 0.4487,
    **_OVER,
    "timings_ms": {
        "question": 15.6,
        "retrieval": 4.4,
        "reranking": 4.0,
        "judging": 73.7,
        "selection": 0.8,
        "total": 98.5,
    },
    "sentences": [
        {
            "text": "Russian Foreign Minister Sergei Lavrov reiterated Putin’s false claims "
            "that the current Ukrainian government is illegitimate and cannot be a legitimate "
            "negotiating partner for Russia.",
            "citations": [1],
            "verbatim": True,
        },
        {
            "text": "Lavrov claimed on December 26 during an interview with "
            "Russian and foreign media that Ukrainian President Volodymyr "
            "Zelensky is not legitimate according to Ukraine’s "
            "constitution and that Ukraine needs to hold presidential "
            "elections.",
            "citations": [1],
            "verbatim": True,
        },
    ],
    "citations": [
        {
            "report_id": "23daaaa0c8122b14",
            "passage_id": "23daaaa0c8122b14-a46989cf71e9",
            "path": "000_631bd8b393d3a37f.txt",
            "title": "Institute for the Study of War: Putin rules out NATO "
            "membership for Ukraine for all time",
            "publisher": "Institute for the Study of War",
            "url": None,
            "published_on": "2024-12-26",
            "date_source": "byline",
            "date_confidence": "high",
            "date_note": None,
            "event_dates": ["2024-12-26"],
            "event_times": ["2024-12-26"],
            "quote": "Russian Foreign Minister Sergei Lavrov reiterated Putin’s false claims "
            "that the current Ukrainian government is illegitimate and cannot be a legitimate "
            "negotiating partner for Russia.\xa0"
            "Lavrov claimed on December 26 during an interview with "
            "Russian and foreign media that Ukrainian President Volodymyr "
            "Zelensky is not legitimate according to Ukraine’s "
            "constitution and that Ukraine needs to hold presidential "
            "elections.",
            "start": 1074,
            "end": 1491,
            "source_start": 1074,
            "source_end": 1491,
            "place": "",
            "also_in": [],
            "originator": "Institute for the Study of War",
            "said_by": ["Lavrov"],
            "page_date": None,
            "published_edtf": None,
            "date_modified": None,
            "data_cutoff": None,
            "sha256": "23daaaa0c8122b1453fa3d966506119fad2c3670ef1b92872af904cdc7ea349e",
            "retrieved_at": "2025-01-02T08:00:00Z",
            "n": 1,
            "answer_start": None,
            "answer_end": None,
            "later_otherwise": [],
            "corrected_by": [],
            "contradicts": [],
            "agreeing": [],
        }
    ],
    "notes": [],
    "series": [],
}
REFUSAL: dict[str, Any] = {
    "kind": "refusal",
    "question": QUESTION,
    "text": "No report was published on or before 1 January 2020. The corpus holds 5 "
    "reports, 23 December 2023 to 26 December 2024.",
    "window": {
        "from": None,
        "to": "2020-01-01",
        "as_of": None,
        "reading": "to 2020-01-01",
        "of": "published",
    },
    "confidence": 0.0,
    **_OVER,
    "timings_ms": {"total": 0.9},
    "reason": "out_of_window",
    "nearest": [],
}
OUTCOMES: dict[str, Any] = {
    "an answer": {"value": ANSWER},
    "a refusal": {"value": REFUSAL},
}
EXPORTED: dict[str, Any] = {
    "Markdown": {"summary": "An answer", "value": {"format": "md", "outcomes": [ANSWER]}},
    "references": {
        "summary": "The reports cited, for LaTeX",
        "value": {"format": "bib", "outcomes": [ANSWER, REFUSAL]},
    },
}
