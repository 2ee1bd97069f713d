import { firstEvent } from "@/builders/query/first-event";
import { WithEvents } from "@/builders/query/with-events";
import { RevenueQuestion } from "./revenue-question";

/** Orders, revenue and who pays. */
export function RevenuePage() {
  return (
    <WithEvents>
      {(events) => (
        <RevenueQuestion
          first={{
            kind: "revenue",
            event: firstEvent(events, "purchase", "order"),
            per: "week",
            range: { last: "90d" },
          }}
        />
      )}
    </WithEvents>
  );
}
