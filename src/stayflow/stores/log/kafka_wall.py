"""Where Kafka's errors become ours."""

from collections.abc import Iterator
from concurrent.futures import TimeoutError as NotDone
from contextlib import contextmanager

from confluent_kafka import KafkaError, KafkaException

from stayflow.kernel.errors import StayflowError
from stayflow.stores.errors import LogEntryTooLarge, StoreFailed, StoreUnavailable

ANSWER_SECONDS = 10.0
"""How long the brokers may take to answer."""
NO_SUCH_TOPIC = {
    KafkaError.UNKNOWN_TOPIC_OR_PART,
    KafkaError._UNKNOWN_TOPIC,  # noqa: SLF001 - its public spelling
    KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001
    KafkaError._NOENT,  # noqa: SLF001 - what a look for offsets says when no topic has a leader
}
_TOO_LARGE = {KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.INVALID_MSG_SIZE}
_REFUSED = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    KafkaError.SASL_AUTHENTICATION_FAILED,
    KafkaError._AUTHENTICATION,  # noqa: SLF001 - its public spelling
    KafkaError._INVALID_ARG,  # noqa: SLF001
    KafkaError.UNSUPPORTED_VERSION,
    KafkaError._UNSUPPORTED_FEATURE,  # noqa: SLF001
}


def as_ours(error: KafkaError) -> StayflowError:
    """The error of the driver in our words."""
    code = error.code()
    if code in _TOO_LARGE:
        return LogEntryTooLarge("the request is larger than an entry of the log on Kafka may be")
    if code in _REFUSED:
        return StoreFailed(f"Kafka refuses: {error.str()}")
    return StoreUnavailable(f"Kafka does not answer: {error.str()}")


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's exceptions into ours."""
    try:
        yield
    except KafkaException as error:
        raise as_ours(error.args[0]) from error
    except (BufferError, NotDone) as error:
        raise StoreUnavailable("Kafka takes entries more slowly than they come") from error
