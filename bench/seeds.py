"""The seed reports as Dateline and as a LlamaIndex program with its defaults search them."""

from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
from llama_index.core.retrievers import BaseRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from sentence_transformers import SentenceTransformer

from bench.common import SEEDS, WORK
from bench.corpus import embedder_from, ingest, settings_for, write_files
from index.embedding import shipped_model
from rag.build import build_engine
from rag.engine import QueryEngine


def seeds_engine(model: SentenceTransformer) -> QueryEngine:
    """An engine over the five seed reports."""
    texts = {f.name: f.read_text("utf-8") for f in sorted((SEEDS / "reports").iterdir())}
    folder = write_files(WORK / "seeds", texts)
    ingest(folder, lambda: embedder_from(model))
    return build_engine(settings_for(folder), lambda: embedder_from(model))


def llamaindex_retriever() -> BaseRetriever:
    """The default retriever of a LlamaIndex program with its defaults, over the seed reports."""
    return VectorStoreIndex.from_documents(
        SimpleDirectoryReader(str(SEEDS / "reports")).load_data(),
        embed_model=HuggingFaceEmbedding(model_name=str(shipped_model()), device="cpu"),
    ).as_retriever()
