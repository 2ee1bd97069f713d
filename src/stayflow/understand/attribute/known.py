"""Attributes that most companies keep, as people call them, and the folders they belong in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stayflow.language.sentence import Sentence

CONTACT: Final = Sentence("联系方式", "Contact")
BASICS: Final = Sentence("基本信息", "Basics")
ASSETS: Final = Sentence("资产与消费能力", "Assets")
INTERESTS: Final = Sentence("兴趣", "Interests")


@dataclass(frozen=True, slots=True)
class Known:
    """A well-known attribute: what it is called, and its folder."""

    label: Sentence
    folder: Sentence


def _known(folder: Sentence, *rows: tuple[str, str, str]) -> dict[str, Known]:
    return {name: Known(Sentence(zh, en), folder) for name, zh, en in rows}


KNOWN: Final[Mapping[str, Known]] = {
    **_known(
        CONTACT,
        ("email", "邮箱", "E-mail"),
        ("phone", "手机号", "Phone"),
        ("mobile", "手机号", "Mobile"),
        ("address", "地址", "Address"),
    ),
    **_known(
        BASICS,
        ("name", "姓名", "Name"),
        ("first_name", "名", "First name"),
        ("last_name", "姓", "Last name"),
        ("gender", "性别", "Gender"),
        ("age", "年龄", "Age"),
        ("birthday", "生日", "Birthday"),
        ("education", "学历", "Education"),
        ("marital_status", "婚姻状况", "Marital status"),
        ("family_status", "家庭状况", "Family status"),
        ("occupation", "职业", "Occupation"),
        ("country", "国家", "Country"),
        ("province", "省份", "Province"),
        ("city", "城市", "City"),
        ("language", "语言", "Language"),
        ("zone", "时区", "Time zone"),
    ),
    **_known(
        ASSETS,
        ("income", "收入", "Income"),
        ("income_band", "收入区间", "Income band"),
        ("risk_preference", "风险偏好", "Attitude to risk"),
        ("price_sensitivity", "价格敏感度", "Price sensitivity"),
    ),
    **_known(
        INTERESTS,
        ("interests", "兴趣", "Interests"),
        ("hobbies", "爱好", "Hobbies"),
        ("favorite_category", "偏好品类", "Favourite category"),
    ),
}
"""By the name an event or a file states it under."""
