import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { AttributionQuery } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { spanWords } from "@/builders/condition/words";
import { SpanBracket } from "@/builders/query/span-bracket";
import { useFormat } from "@/lib/use-format";
import { DirectBracket } from "./direct-bracket";

interface Props {
  query: AttributionQuery;
  change: (
    next: {
      [Key in "position" | "half_life" | "direct"]?: AttributionQuery[Key] | undefined;
    },
  ) => void;
}

const SHARES = { first: 0.4, last: 0.4 };
const HALF_LIFE = "7d";
const PERCENT = 100;

/** What the models of the question are told: the shares of the ends, how fast touches fade, and what is direct. */
export function ModelRules({ query, change }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const models = [query.model, ...(query.beside ?? [])];
  const shares = query.position ?? SHARES;
  const said = { first: format.percent(shares.first, 0), last: format.percent(shares.last, 0) };
  const share = (end: "first" | "last") => {
    const other = shares[end === "first" ? "last" : "first"];
    return (
      <InputNumber
        min={0}
        max={Math.round((1 - other) * PERCENT)}
        precision={0}
        suffix="%"
        prefix={t(`outcome.attribution.${end}Share`)}
        aria-label={t(`outcome.attribution.${end}Share`)}
        style={{ width: "100%" }}
        value={Math.round(shares[end] * PERCENT)}
        onChange={(next) => next !== null && change({ position: { ...shares, [end]: next / PERCENT } })}
      />
    );
  };
  return (
    <>
      {models.includes("position") ? (
        <Bracket
          name={t("outcome.attribution.rules")}
          label={t("outcome.attribution.shares", said)}
          empty={!query.position}
          width={240}
        >
          {() => (
            <div className="stack" style={{ gap: 8 }}>
              {share("first")}
              {share("last")}
            </div>
          )}
        </Bracket>
      ) : null}
      {models.includes("time_decay") ? (
        <SpanBracket
          name={t("outcome.attribution.halfLife")}
          span={query.half_life ?? HALF_LIFE}
          label={t("outcome.attribution.halfLifeOf", { span: spanWords(query.half_life ?? HALF_LIFE, t) })}
          onChange={(half_life) => change({ half_life })}
        />
      ) : null}
      {models.includes("last_non_direct") ? (
        <DirectBracket direct={query.direct} onChange={(direct) => change({ direct })} />
      ) : null}
    </>
  );
}
