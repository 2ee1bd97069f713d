import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Tile, TileAnswer } from "@/api/dashboards";
import { failureIn } from "@/i18n/failure";
import { questionPage } from "@/lib/question-page";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { TileBody } from "./tile-body";
import { TileEstimate } from "./tile-estimate";
import type { Exactly } from "./use-board-answer";

/** By how much the tools of a tile are higher than its name. */
const TOOLS = 12;
/** The height of what is said of an estimate. */
const ESTIMATE = 32;

interface Props {
  tile: Tile;
  answer: TileAnswer | undefined;
  /** Its name stands in its tools. */
  isEdited?: boolean;
  exact?: Exactly | undefined;
}

/** One tile: its name leads to the question, where every number opens; below, when and from how many rows. */
export function TileCard({ tile, answer, isEdited = false, exact }: Props) {
  const { i18n } = useTranslation();
  if (tile.text != null) {
    return (
      <>
        {tile.title && !isEdited ? <h2>{tile.title}</h2> : null}
        <div className="tile-text">{tile.text}</div>
      </>
    );
  }
  if (!answer) return null;
  const { error } = answer;
  const failure = error ? failureIn(i18n.language, error) : null;
  const taken = isEdited ? TOOLS : roomOf(answer);
  return (
    <>
      {isEdited ? null : <TileTitle answer={answer} />}
      {failure ? (
        <Alert type="warning" showIcon title={failure.sentence} description={failure.detail} />
      ) : (
        <TileBody tile={tile} answer={answer} taken={taken} />
      )}
      <TileFoot tileId={tile.tile_id} answer={answer} exact={exact} />
    </>
  );
}

/** What is said of an estimate stands below it. */
function roomOf({ answer }: TileAnswer): number {
  return answer?.sample ? ESTIMATE : 0;
}

interface FootProps {
  tileId: string;
  answer: TileAnswer;
  exact: Exactly | undefined;
}

/** Whether its numbers are estimates; when they were computed, and from how many rows. */
function TileFoot({ tileId, answer: { answer, computed_at }, exact }: FootProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!answer) return null;
  return (
    <>
      {answer.sample && exact ? <TileEstimate tileId={tileId} sample={answer.sample} exact={exact} /> : null}
      <div className="note tile-foot" title={String(answer.definition)}>
        {t("dashboard.read", { at: format.second(computed_at), rows: format.whole(answer.rows_read) })}
      </div>
    </>
  );
}

/** Its name, as a link to the question where that has a page. */
function TileTitle({ answer: { query, title } }: { answer: TileAnswer }) {
  const path = usePath();
  const page = query ? questionPage(query.kind) : null;
  return (
    <h2 title={title}>
      {page ? (
        <Link to={path(page.path)} search={{ q: query } as never}>
          {title}
        </Link>
      ) : (
        title
      )}
    </h2>
  );
}
