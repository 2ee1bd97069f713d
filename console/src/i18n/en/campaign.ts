import type { Words } from "../words";
import type { campaign as zh } from "../zh/campaign";

export const campaign: Words<typeof zh> = {
  outcome: {
    queued: "queued",
    sent: "sent",
    opened: "opened",
    clicked: "clicked",
    converted: "converted",
    failed: "failed",
    unsubscribed: "unsubscribed",
    suppressed: "not sent",
    holdout: "holdout",
  },
};
