import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Did } from "@/api/condition-types";
import { ANY } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { Sentence } from "@/ui/sentence";
import { CountBracket } from "./count-bracket";
import { DidEvents } from "./did-events";
import { WhenBracket } from "./when-bracket";

interface Props {
  did: Did;
  not: ReactNode;
  onChange: (did: Did) => void;
}

/** A copy without the keys that are undefined: the language has no empty fields. */
function tidy(did: { [Key in keyof Did]: Did[Key] | undefined }): Did {
  return Object.fromEntries(Object.entries(did).filter(([, value]) => value !== undefined)) as unknown as Did;
}

/** "did 【purchase】 【with …】 【≥ 3 times】 【last 30 days】". */
export function DidSlots({ did, not, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Sentence
      text={t("rule.clause.did")}
      slots={{
        not,
        event: <DidEvents event={did.event} onChange={(event) => onChange({ ...did, event })} />,
        where: (
          <FilterBracket
            filter={did.where}
            {...(typeof did.event === "string" && did.event !== ANY ? { event: did.event } : {})}
            onChange={(where) => onChange(tidy({ ...did, where }))}
          />
        ),
        count: <CountBracket did={did} onChange={(next) => onChange(tidy(next))} />,
        within: <WhenBracket within={did.within} onChange={(within) => onChange(tidy({ ...did, within }))} />,
      }}
    />
  );
}
