"""One question of every kind and form, for tests that hold for all of them."""

RANGE = {"from": "2026-03-01", "to": "2026-03-31"}
X = {"property": "category", "op": "eq", "value": "x"}
QUESTIONS = {
    "trend_count": {"kind": "trend", "range": RANGE, "metrics": [{"event": "a"}], "filter": X},
    "trend_people": {"kind": "trend", "range": RANGE, "metrics": [{"event": "a", "aggregate": "people"}], "per": "week"},
    "trend_split": {
        "kind": "trend", "range": {"last": "6h"}, "metrics": [{"event": ["a", "buy"], "aggregate": {"sum": "amount"}}],
        "per": "hour", "by": [{"property": "category"}, {"attribute": "city"}], "top": 3,
    },
    "trend_rolling": {
        "kind": "trend", "range": RANGE, "metrics": [{"event": "a"}, {"event": "*", "aggregate": "people"}], "formulas": ["A / B"],
        "form": {"rolling": 7}, "compare": "year",
    },
    "trend_cumulative": {
        "kind": "trend", "range": RANGE, "metrics": [{"event": "a", "aggregate": "people"}], "per": "month", "form": "cumulative",
        "by": {"property": "category"}, "compare": "previous",
    },
    "funnel": {"kind": "funnel", "range": RANGE, "steps": [{"event": "a"}, {"event": ["b", "c"], "where": X}, {"event": "buy"}], "window": "7d"},
    "funnel_same": {"kind": "funnel", "range": RANGE, "steps": [{"event": "a"}, {"event": "a"}], "window": "1h"},
    "funnel_split": {
        "kind": "funnel", "range": RANGE, "steps": [{"event": "a"}, {"event": "b"}], "window": "1d",
        "by": [{"attribute": "city"}, {"property": "category"}], "people": {"did": {"event": "a"}},
    },
    "funnel_optional": {
        "kind": "funnel", "range": RANGE, "window": "1d", "per": "week", "times": True, "exclude": [{"event": "view"}],
        "steps": [{"event": "a"}, {"event": "b", "optional": True, "within": "1h"}, {"event": "buy", "or": [{"event": "c", "where": X}]}],
    },
    "funnel_gaps": {
        "kind": "funnel", "range": RANGE, "window": "1d", "same": {"property": "category"}, "compare": "year",
        "steps": [{"event": "a"}, {"event": "b", "after": "1h"}, {"event": "buy"}], "exclude": [{"event": "view", "from": 2}],
    },
    "funnel_strict": {"kind": "funnel", "range": RANGE, "mode": "strict", "window": "1d", "steps": [{"event": "a"}, {"event": "b"}], "per": "day"},
    "funnel_any": {"kind": "funnel", "range": RANGE, "mode": "any", "window": "1d", "steps": [{"event": "a"}, {"event": "b"}, {"event": "c"}]},
    "retention_daily": {"kind": "retention", "range": RANGE, "start": {"event": "a"}, "back": {"event": "b"}, "periods": 7},
    "retention_unbounded": {"kind": "retention", "range": RANGE, "start": {"event": "a"}, "per": "week", "periods": 4, "mode": "on_or_after"},
    "retention_filtered": {"kind": "retention", "range": RANGE, "start": {"event": "a", "where": X}, "back": {"event": "b"}, "per": "month", "periods": 2, "mode": "on_or_after"},
    "retention_brackets": {
        "kind": "retention", "range": RANGE, "start": {"event": "a"}, "back": {"event": "buy"}, "mode": "bracket", "brackets": [[0, 0], [1, 3]],
        "value": {"sum": "amount"}, "by": [{"attribute": "city"}, {"property": "category"}], "top": 2,
    },
    "retention_elapsed": {
        "kind": "retention", "range": RANGE, "start": {"event": "a"}, "periods": 2, "mode": "on_or_after", "clock": "elapsed", "compare": "previous",
    },
    "revenue": {"kind": "revenue", "range": RANGE, "event": "buy", "amount": "amount", "order": "invoice", "per": "month"},
    "status": {"kind": "status", "range": RANGE, "per": "month"},
    "rfm": {"kind": "rfm", "range": RANGE, "event": "buy", "amount": "amount"},
    "stage": {"kind": "stage", "range": RANGE},
    "path": {"kind": "path", "range": RANGE, "from": {"event": "a", "where": X}, "depth": 6},
    "path_named": {"kind": "path", "range": RANGE, "around": {"event": "buy"}, "steps": {"event": ["a", "b"]}, "named_by": {"property": "category"}, "depth": 3, "window": "1h", "filter": X},
    "attribution": {
        "kind": "attribution", "range": RANGE, "touch": {"event": ["a", "b"], "where": X}, "conversion": {"event": "buy"}, "amount": "amount",
        "by": {"property": "category"}, "model": "linear", "beside": ["first", "last_non_direct", "position", "time_decay", "shapley"],
    },
    "value": {"kind": "value", "range": RANGE, "event": "buy", "amount": "amount", "last_days": 90},
    "virality": {"kind": "virality", "range": RANGE, "invite": {"event": "a"}, "accepted": {"event": "b"}, "link": {"invite": "invoice", "accepted": "category"}},
    "voice": {"kind": "voice", "range": RANGE, "event": "a", "score": "amount", "by": [{"property": "category"}, {"attribute": "city"}]},
    "voice_csat": {"kind": "voice", "range": RANGE, "event": "a", "where": X, "score": "amount", "method": "csat", "scale": 7, "per": "week"},
    "ltv": {"kind": "ltv", "range": RANGE, "acquired": {"event": "a"}, "event": "buy", "amount": "amount", "per": "week"},
    "ltv_split": {
        "kind": "ltv", "range": RANGE, "amount": "amount", "periods": 3, "by": [{"property": "category"}, {"attribute": "city"}], "top": 2,
    },
    "attribution_markov": {
        "kind": "attribution", "range": RANGE, "touch": {"event": "a"}, "conversion": {"event": "buy"}, "amount": "amount", "lookback": "7d",
        "by": [{"property": "category"}, {"property": "invoice"}], "model": "markov", "filter": X,
    },
    "session": {"kind": "session", "range": RANGE, "events": {"event": "a", "where": X}, "per": "week"},
    "session_split": {"kind": "session", "range": RANGE, "silence": "10min", "midnight": True, "by": [{"property": "category"}, {"attribute": "city"}], "top": 2},
    "interval": {"kind": "interval", "range": RANGE, "start": {"event": "a"}, "end": {"event": "buy", "where": X}, "same": {"property": "category"}},
    "interval_split": {"kind": "interval", "range": RANGE, "start": {"event": "buy"}, "window": "30d", "bins": ["1h", "1d"], "by": [{"property": "category"}], "top": 2},
    "web": {"kind": "web", "range": RANGE, "view": {"event": "view"}, "dimension": "exit", "per": "week", "filter": X},
    "web_page": {"kind": "web", "range": {"last": "6h"}, "view": {"event": "view", "where": X}, "dimension": "page", "per": "hour", "midnight": True, "top": 2},
    "overlap": {"kind": "overlap", "segments": ["one", "two"]},
    "distribution": {"kind": "distribution", "range": RANGE, "metric": {"event": "buy", "aggregate": {"sum": "amount"}}, "bins": [1, 5], "per": "week"},
    "distribution_split": {"kind": "distribution", "range": RANGE, "metric": {"event": "*", "aggregate": "duration"}, "by": [{"property": "category"}, {"attribute": "city"}], "top": 2},
}  # fmt: skip
FUNNEL_GROUP = {"by": {"city": None, "category": "x"}}
WHO = {
    "trend_count": [{"t": "2026-03-05"}, {}],
    "trend_people": [{"t": "2026-03-02", "metric": 0}],
    "trend_split": [
        {"by": {"category": "x", "city": None}},
        {"by": {"category": "other", "city": "other"}, "is_other": True},
    ],
    "trend_rolling": [{"t": "2026-03-05", "metric": 1}],
    "trend_cumulative": [
        {"t": "2026-02-01", "compared": True, "by": {"category": "other"}, "is_other": True}
    ],
    "funnel": [{"step": 1}, {"step": 3, "converted": False}],
    "funnel_same": [{"step": 2}],
    "funnel_optional": [{"step": 2, "converted": False}, {"step": 3, "t": "2026-03-02"}],
    "funnel_gaps": [{"step": 3}, {"step": 2, "compared": True}],
    "funnel_strict": [{"step": 1, "pending": True}],
    "funnel_any": [{"step": 3}],
    "funnel_split": [
        {"step": 1, **FUNNEL_GROUP},
        {"step": 2, "converted": False, "is_other": True, **FUNNEL_GROUP},
    ],
    "retention_daily": [{"cohort": "2026-03-05"}, {"cohort": "2026-03-05", "period": 3}],
    "retention_unbounded": [{"cohort": "2026-03-02", "period": 0}],
    "retention_filtered": [{"cohort": "2026-03-01", "period": 1}],
    "retention_brackets": [{"period": 1, "by": {"city": None, "category": "x"}}],
    "retention_elapsed": [{"cohort": "2026-03-05", "period": 1}],
    "revenue": [{}, {"of": "active"}, {"of": "repurchased"}, {"t": "2026-03-01"}],
    "status": [{}, {"stage": "returned"}, {"stage": "silent", "t": "2026-03-01"}],
    "rfm": [{"class": "important_value"}],
    "session": [{}, {"t": "2026-03-02", "of": "bounced"}, {"seconds": 10, "events": 2}],
    "session_split": [
        {"by": {"category": "x", "city": None}},
        {"of": "open", "by": {"category": "other", "city": "other"}, "is_other": True},
    ],
    "interval": [{}, {"of": "waiting"}, {"at_least": 60, "below": 300}],
    "interval_split": [
        {"at_least": 86400, "by": {"category": "x"}},
        {"by": {"category": "other"}, "is_other": True},
    ],
    "web": [{}, {"of": "new", "t": "2026-03-02"}, {"of": "bounced", "weekday": 1, "hour": 9}, {"value": "/x"}],
    "web_page": [{"of": "live"}, {"is_other": True}],
    "overlap": [{"inside": ["one"]}, {"all": ["one", "two"]}],
    "distribution": [
        {"at_least": 5},
        {"at_least": 1, "below": 5, "t": "2026-03-02"},
        {"of": "without"},
    ],
    "distribution_split": [
        {"at_least": 60, "by": {"category": "x", "city": None}},
        {"by": {"category": "other", "city": "other"}, "is_other": True},
    ],
    "path": [{"step": 1, "name": "b"}, {"step": 5, "is_other": True}],
    "path_named": [
        {"step": -1, "name": "x", "to": {"is_other": True}, "again": True},
        {"end": "pending"},
    ],
    "stage": [{"stage": "growth"}, {"from": None, "to": "growth"}],
    "attribution": [{"by": {"category": "x"}}, {"of": "converted"}, {"of": "untouched"}],
    "value": [{"stage": "high"}, {"top": 5}, {"from": None, "to": "high"}],
    "virality": [
        {},
        {"of": "inviters"},
        {"of": "active"},
        {"inviter": 1},
        {"generation": 2},
        {"t": "2026-03-02"},
    ],
    "voice": [{"of": "happy"}, {"by": {"category": "x", "city": None}}],
    "voice_csat": [{"of": "unhappy", "t": "2026-03-02"}],
    "ltv": [{"cohort": "2026-03-02"}, {"paid": True}],
    "ltv_split": [{"by": {"category": "x", "city": None}}],
    "attribution_markov": [{"by": {"category": "x", "invoice": None}}, {"of": "pending"}],
}
