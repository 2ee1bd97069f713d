import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Tile, TileAnswer } from "@/api/dashboards";
import { failureIn } from "@/i18n/failure";
import { questionPage } from "@/lib/question-page";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { TileBody } from "./tile-body";

/** By how much the tools of a tile are higher than its name. */
const TOOLS = 12;

interface Props {
  tile: Tile;
  answer: TileAnswer | undefined;
  /** Its name stands in its tools. */
  isEdited?: boolean;
}

/** One tile: its name leads to the question, where every number opens; below, when and from how many rows. */
export function TileCard({ tile, answer, isEdited = false }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
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
  return (
    <>
      {isEdited ? null : <TileTitle answer={answer} />}
      {failure ? (
        <Alert type="warning" showIcon title={failure.sentence} description={failure.detail} />
      ) : (
        <TileBody tile={tile} answer={answer} taken={isEdited ? TOOLS : 0} />
      )}
      {answer.answer ? (
        <div className="note tile-foot" title={String(answer.answer.definition)}>
          {t("dashboard.read", {
            at: format.second(answer.computed_at),
            rows: format.whole(answer.answer.rows_read),
          })}
        </div>
      ) : null}
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
