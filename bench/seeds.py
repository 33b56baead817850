"""The seed reports as Dateline and as a LlamaIndex program with its defaults search them."""

from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
from llama_index.core.retrievers import BaseRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from bench.common import SEEDS, WORK
from bench.corpus import ingest, settings_for, shipped, write_files
from index.embedding.sentence_transformer import official_weights
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine


def seeds_engine() -> QueryEngine:
    """An engine over the five seed reports."""
    texts = {f.name: f.read_text("utf-8") for f in sorted((SEEDS / "reports").iterdir())}
    folder = write_files(WORK / "seeds", texts)
    ingest(folder, shipped)
    return build_engine(settings_for(folder), shipped)


def llamaindex_retriever() -> BaseRetriever:
    """The default retriever of a LlamaIndex program with its defaults, over the seed reports."""
    return VectorStoreIndex.from_documents(
        SimpleDirectoryReader(str(SEEDS / "reports")).load_data(),
        embed_model=HuggingFaceEmbedding(model_name=str(official_weights()), device="cpu"),
    ).as_retriever()
