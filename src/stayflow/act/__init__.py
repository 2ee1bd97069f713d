"""Floor 5: do something for a person, at the right moment and not too often.

Rooms from the bottom: `policy` (may we write to this person now), `content` (what they read),
`channel` (how it reaches them), `outbox` (the one way out), `campaign` (one message to many, with a
holdout).
"""
