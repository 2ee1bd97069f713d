import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Match } from "@/api/matches";
import { personName } from "@/builders/people-drawer/person-name";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";
import { isTyping } from "./is-typing";
import { MatchDetail } from "./match-detail";
import { probabilityWords } from "./probability";
import "./match.css";

function nameOf(match: Match, side: "left" | "right"): string {
  const named = match.fields.filter(({ field }) => /name|姓|名/.test(field)).map((field) => field[side]);
  return named.filter(Boolean).join(" ") || personName(match[side]);
}

/** The pairs on the left, the one being judged on the right; arrow keys go from pair to pair. */
export function MatchBench({ matches }: { matches: Match[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [picked, setPicked] = useState<string | null>(null);
  const at = Math.max(
    0,
    matches.findIndex((match) => match.proposal_id === picked),
  );
  const current = matches[at];
  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || isTyping(event)) return;
      const next = matches[at + step];
      if (!next) return;
      event.preventDefault();
      setPicked(next.proposal_id);
    };
    window.addEventListener("keydown", move);
    return () => window.removeEventListener("keydown", move);
  }, [matches, at]);
  if (!current) return null;
  return (
    <div className="grid">
      <Panel className="span-4 match-list">
        <ul aria-label={t("match.title")}>
          {matches.map((match) => (
            <li key={match.proposal_id}>
              <button
                type="button"
                className={match === current ? "here" : undefined}
                aria-current={match === current}
                onClick={() => setPicked(match.proposal_id)}
              >
                <span>
                  {nameOf(match, "left")}
                  <span className="note"> · {nameOf(match, "right")}</span>
                </span>
                <strong>{probabilityWords(match.probability, format.percent)}</strong>
              </button>
            </li>
          ))}
        </ul>
      </Panel>
      <div className="span-8">
        <MatchDetail key={current.proposal_id} match={current} />
      </div>
    </div>
  );
}
