import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Sample } from "@/api/query-types";
import { useFormat } from "@/lib/use-format";
import type { Exactly } from "./use-board-answer";

interface Props {
  tileId: string;
  sample: Sample;
  exact: Exactly;
}

/** That a tile is an estimate, how far it may be off, and its exact numbers on demand. */
export function TileEstimate({ tileId, sample, exact }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const comes = exact.isWanted(tileId);
  const many = { n: format.whole(Math.round(1 / sample.share)), people: format.whole(sample.people) };
  const said = t("dashboard.estimate", { ...many, error: format.percent(sample.error) });
  return (
    <div className="note tile-estimate" role="status">
      <span title={t("question.estimate", { ...many, error: format.percent(sample.error) })}>
        {said} {comes ? t("question.exactComes") : null}
      </span>
      <Button size="small" onClick={() => exact.want(tileId, !comes)}>
        {t(comes ? "question.stop" : "question.exact")}
      </Button>
    </div>
  );
}
