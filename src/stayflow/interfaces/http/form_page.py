"""The page of a form, and what stands in its place: HTML for people, in Chinese or English.

Works without scripts; the one script of the page tells a surrounding page how high it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from stayflow.intake.form import Definition, FieldType, FormField

Lang = Literal["zh", "en"]
WORDS: Mapping[str, Mapping[Lang, str]] = {
    "send": {"zh": "提交", "en": "Send"},
    "thanks": {"zh": "已收到，谢谢。", "en": "Received. Thank you."},
    "required": {"zh": "请填写此项", "en": "Please fill this in"},
    "email": {"zh": "请填写有效的邮箱地址", "en": "Please enter an e-mail address"},
    "phone": {"zh": "请填写有效的电话号码", "en": "Please enter a phone number"},
    "number": {"zh": "请填写数字", "en": "Please enter a number"},
    "date": {"zh": "请填写日期", "en": "Please enter a date"},
    "choice": {"zh": "请选择一项", "en": "Please choose one"},
    "long": {"zh": "内容过长", "en": "This is too long"},
    "consent": {"zh": "请先同意", "en": "Please agree first"},
    "expired": {
        "zh": "页面已过期，请再次提交。",
        "en": "This page was open for too long. Please send it again.",
    },
    "limited": {
        "zh": "提交过于频繁，请稍后再试。",
        "en": "Too many submissions. Please try again in a minute.",
    },
    "later": {
        "zh": "暂时无法提交，请稍后再试。",
        "en": "It could not be stored just now. Please try again in a moment.",
    },
    "gone": {"zh": "表单不存在或已关闭", "en": "This form does not exist, or is closed"},
    "check": {"zh": "请检查标出的内容。", "en": "Please check what is marked."},
    "mandatory": {"zh": "必填", "en": "required"},
    "choose": {"zh": "请选择", "en": "Choose"},
}
_AUTOCOMPLETE = {FieldType.EMAIL: "email", FieldType.PHONE: "tel"}
_INPUT_TYPES = {
    FieldType.EMAIL: "email",
    FieldType.PHONE: "tel",
    FieldType.NUMBER: "number",
    FieldType.DATE: "date",
}
_STYLE = """
*{box-sizing:border-box}
body{margin:0;font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1c1917;background:#fff}
main{max-width:34rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.4rem;margin:0 0 .5rem}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
.box{margin:1rem 0}.box label{display:inline;font-weight:400}.box input{width:auto;margin-right:.5rem}
input,select,textarea{width:100%;font:inherit;padding:.5rem .65rem;border:1px solid #78716c;border-radius:6px;
background:#fff;color:inherit}
:focus-visible{outline:3px solid #0d9488;outline-offset:1px}
[aria-invalid=true]{border-color:#b91c1c}
.wrong{color:#b91c1c;font-size:.9rem;margin:.2rem 0 0}.help{color:#57534e;font-size:.9rem;margin:.2rem 0 0}
button{margin-top:1.5rem;font:inherit;font-weight:600;padding:.6rem 1.6rem;border:0;border-radius:6px;
background:#0f766e;color:#fff;cursor:pointer}
.alert{border:1px solid #b91c1c;color:#b91c1c;border-radius:6px;padding:.5rem .75rem;margin:1rem 0}
.away{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}"""
_HEIGHT = """(function(){function tell(){if(parent!==window)parent.postMessage(
{stayflowForm:location.pathname,height:document.documentElement.scrollHeight},"*")}
addEventListener("load",tell);addEventListener("resize",tell)})()"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is shown.

    Attributes:
        action: Where it is sent to.
        token: Of this page.
        nonce: Lets the page's own script run, and no other.
        page: Where the visitor came from, as the surrounding page says.
        given: What was typed before, by field.
        problems: What is wrong with it, by field.
        notice: A word of `WORDS` above everything; empty: none.
    """

    action: str
    token: str
    nonce: str
    page: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


def choose_lang(asked: str, accepted: str) -> Lang:
    """Chinese or English: what the address asks for, else what the browser prefers.

    >>> choose_lang("", "en-GB,en;q=0.9"), choose_lang("zh", "en"), choose_lang("", "")
    ('en', 'zh', 'zh')
    """
    if asked in {"zh", "en"}:
        return "en" if asked == "en" else "zh"
    return "en" if accepted.lower().lstrip().startswith("en") else "zh"


def draw_form(definition: Definition, shown: Shown, lang: Lang) -> str:
    """The page of a form."""
    title = (definition.title_en if lang == "en" else "") or definition.title
    notice = shown.notice or ("check" if shown.problems else "")
    parts = [f"<h1>{escape(title)}</h1>"]
    if definition.intro:
        parts.append(f"<p>{escape(definition.intro)}</p>")
    if notice:
        parts.append(f'<p class="alert" role="alert">{WORDS[notice][lang]}</p>')
    parts.append(f'<form method="post" action="{escape(shown.action)}" novalidate>')
    parts.append(f'<input type="hidden" name="token" value="{escape(shown.token)}">')
    parts.append(f'<input type="hidden" name="page" value="{escape(shown.page)}">')
    parts.append(
        '<div class="away" aria-hidden="true"><label for="website">Website</label>'
        '<input id="website" name="website" tabindex="-1" autocomplete="off"></div>'
    )
    parts += [_field(each, shown, lang) for each in definition.fields]
    if definition.consent:
        parts.append(_box("consent", definition.consent, shown, lang, is_required=True))
    button = definition.button or WORDS["send"][lang]
    parts.append(f'<button type="submit">{escape(button)}</button></form>')
    return _page(title, "".join(parts), lang, shown.nonce)


def draw_thanks(definition: Definition, lang: Lang, nonce: str) -> str:
    """What stands there afterwards."""
    words = definition.thanks or WORDS["thanks"][lang]
    return _page(definition.title, f'<p role="status">{escape(words)}</p>', lang, nonce)


def draw_notice(word: str, lang: Lang, nonce: str) -> str:
    """A page with one sentence of `WORDS`."""
    words = WORDS[word][lang]
    return _page(words, f'<h1 role="alert">{words}</h1>', lang, nonce)


def draw_embed(address: str) -> str:
    """The script that puts a form where it stands in somebody's page, in a frame as high as it is."""
    return (
        "(function(){var s=document.currentScript,f=document.createElement('iframe');"
        f"var u=new URL({_quoted(address)});u.searchParams.set('page',location.href);"
        "var a=s.getAttribute('data-anonymous-id')||"
        "(document.cookie.match(/(?:^|; )sf_anonymous=([^;]+)/)||[])[1];"
        "if(a)u.searchParams.set('anonymous_id',a);"
        "if(s.getAttribute('data-lang'))u.searchParams.set('lang',s.getAttribute('data-lang'));"
        "f.src=u.href;f.title=s.getAttribute('data-title')||'Form';"
        "f.style.cssText='width:100%;border:0;min-height:20rem';"
        "s.parentNode.insertBefore(f,s);addEventListener('message',function(e){"
        "if(e.source===f.contentWindow&&e.origin===u.origin&&e.data&&e.data.stayflowForm)"
        "f.style.height=e.data.height+'px'})})();"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("<", "\\u003c") + "'"


def _field(each: FormField, shown: Shown, lang: Lang) -> str:
    label = (each.label_en if lang == "en" else "") or each.label
    if each.type is FieldType.BOOLEAN:
        return _box(each.name, label, shown, lang, is_required=each.is_required)
    name, value = escape(each.name), escape(shown.given.get(each.name, ""))
    marks = _marks(each.name, shown, is_required=each.is_required, helped=bool(each.help))
    mark = f" <small>({WORDS['mandatory'][lang]})</small>" if each.is_required else ""
    if each.type is FieldType.CHOICE:
        options = "".join(
            f"<option{' selected' if shown.given.get(each.name) == option else ''}>{escape(option)}</option>"
            for option in each.options
        )
        choose = WORDS["choose"][lang]
        control = f'<select {marks}><option value="">{choose}</option>{options}</select>'
    elif each.type is FieldType.PARAGRAPH:
        control = f'<textarea rows="4" maxlength="5000" {marks}>{value}</textarea>'
    else:
        kind = _INPUT_TYPES.get(each.type, "text")
        fill = _AUTOCOMPLETE.get(each.type)
        step = ' step="any"' if each.type is FieldType.NUMBER else ""
        auto = f' autocomplete="{fill}"' if fill else ""
        control = f'<input type="{kind}" maxlength="500" value="{value}"{step}{auto} {marks}>'
    helped = f'<p class="help" id="{name}-help">{escape(each.help)}</p>' if each.help else ""
    wrong = _wrong(each.name, shown, lang)
    return f'<label for="{name}">{escape(label)}{mark}</label>{control}{helped}{wrong}'


def _box(name: str, label: str, shown: Shown, lang: Lang, *, is_required: bool) -> str:
    ticked = " checked" if shown.given.get(name) else ""
    marks = _marks(name, shown, is_required=is_required, helped=False)
    return (
        f'<div class="box"><input type="checkbox"{ticked} {marks}>'
        f'<label for="{escape(name)}">{escape(label)}</label>{_wrong(name, shown, lang)}</div>'
    )


def _marks(name: str, shown: Shown, *, is_required: bool, helped: bool) -> str:
    """Attributes by which a control is found and described."""
    marks = [f'id="{escape(name)}" name="{escape(name)}"']
    described = [f"{name}-help"] if helped else []
    if is_required:
        marks.append('required aria-required="true"')
    if name in shown.problems:
        marks.append('aria-invalid="true"')
        described.append(f"{name}-wrong")
    if described:
        marks.append(f'aria-describedby="{escape(" ".join(described))}"')
    return " ".join(marks)


def _wrong(name: str, shown: Shown, lang: Lang) -> str:
    problem = shown.problems.get(name)
    if problem is None:
        return ""
    return f'<p class="wrong" id="{escape(name)}-wrong">{WORDS[problem][lang]}</p>'


def _page(title: str, content: str, lang: Lang, nonce: str) -> str:
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main>{content}</main><script nonce="{nonce}">{_HEIGHT}</script></body></html>'
    )
