"""From JSON to a model: `{"stages": [{"name", "label": {"zh", "en"}, "when": condition}, …]}`."""

import re
from collections.abc import Mapping

from stayflow.kernel.errors import InvalidInput
from stayflow.language.raw import join, read_list, read_object, read_text
from stayflow.language.sentence import Sentence
from stayflow.understand.lifecycle.model import STAGES_MAX, STAGES_MIN, LifecycleModel, Stage

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
LABEL_MAX = 60


class ModelInvalid(InvalidInput):
    """A lifecycle model that cannot be."""

    code = "lifecycle_model_invalid"


def parse_model(raw: object, model: str, *, version: int = 0, path: str = "") -> LifecycleModel:
    """Read a model; the conditions stay raw until they are compiled.

    Raises:
        ModelInvalid: There are too few or too many stages, a name comes twice, or a condition is missing or too many.
    """
    at = join(path, "stages")
    rows = read_list(read_object(raw, path, known=("stages",)).get("stages"), at)
    if not STAGES_MIN <= len(rows) <= STAGES_MAX:
        raise ModelInvalid(
            f"a model has {STAGES_MIN} to {STAGES_MAX} stages, got {len(rows)}", path=at
        )
    stages = tuple(
        _parse_stage(row, f"{at}[{index}]", index == 0) for index, row in enumerate(rows)
    )
    names = [stage.name for stage in stages]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise ModelInvalid(f'two stages are called "{name}"', path=f"{at}[{index}].name")
    return LifecycleModel(model, version, stages)


def check_name(name: str, path: str) -> str:
    """A name that programs can write: of a model or of a stage.

    Raises:
        ModelInvalid: It is none.
    """
    if not NAME.fullmatch(name):
        raise ModelInvalid("a name has small letters, digits and _", path=path)
    return name


def _parse_stage(raw: object, path: str, is_first: bool) -> Stage:  # noqa: FBT001  one caller
    node = read_object(raw, path, known=("name", "label", "when"))
    name = read_text(node.get("name"), join(path, "name"))
    check_name(name, join(path, "name"))
    when = node.get("when")
    if is_first and when is not None:
        raise ModelInvalid(
            "the first stage holds everybody else and has no condition", path=join(path, "when")
        )
    if not is_first and when is None:
        raise ModelInvalid("every stage but the first needs a condition", path=join(path, "when"))
    condition = None if when is None else read_object(when, join(path, "when"))
    return Stage(name, _parse_label(node.get("label", name), join(path, "label")), condition)


def _parse_label(raw: object, path: str) -> Sentence:
    if isinstance(raw, Mapping):
        node = read_object(raw, path, known=("zh", "en"))
        zh, en = (
            read_text(node.get("zh"), join(path, "zh")),
            read_text(node.get("en"), join(path, "en")),
        )
    else:
        zh = en = read_text(raw, path)
    if max(len(zh), len(en)) > LABEL_MAX or "{" in zh + en:
        raise ModelInvalid(f"a label has at most {LABEL_MAX} characters and no braces", path=path)
    return Sentence(zh, en)
