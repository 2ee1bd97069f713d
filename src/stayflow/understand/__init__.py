"""FLOW 2, facts about people.

`profile` (one person's page, lists of people), `rfm` (recency, frequency, money), `segment` (saved
conditions and lists), `lifecycle` (which stage a person is in, and since when).
"""
