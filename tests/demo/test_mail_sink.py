"""The demo's mail server."""

import smtplib

from stayflow.demo.mail_sink import open_mail_sink


def test_the_sink_takes_messages_and_counts_them():
    with open_mail_sink() as sink:
        with smtplib.SMTP("127.0.0.1", sink.port) as client:
            for number in range(3):
                client.sendmail(
                    "shop@example.com", [f"h{number}@example.com"], b"Subject: hi\n\nhi"
                )
        assert sink.taken == 3
        assert set(sink.contents) == {"h0@example.com", "h1@example.com", "h2@example.com"}
        assert b"Subject: hi" in sink.contents["h0@example.com"]
