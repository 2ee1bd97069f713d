import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Tile, TileAnswer } from "@/api/dashboards";
import { PLACES } from "@/lib/places";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { TileBody } from "./tile-body";

const PAGES = new Set<string>(PLACES.flatMap((place) => place.pages.map((page) => page.path)));

/** One tile: its name leads to the question, where every number opens; below, when and from how many rows. */
export function TileCard({ tile, answer }: { tile: Tile; answer: TileAnswer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  if (tile.text != null) {
    return (
      <>
        {tile.title ? <h2>{tile.title}</h2> : null}
        <div className="tile-text">{tile.text}</div>
      </>
    );
  }
  if (!answer) return null;
  const { query, error, title } = answer;
  const page = query && PAGES.has(query.kind) ? query.kind : null;
  return (
    <>
      <h2>
        {page ? (
          <Link to={path(page)} search={{ q: query } as never}>
            {title}
          </Link>
        ) : (
          title
        )}
      </h2>
      {error ? (
        <Alert type="warning" showIcon title={error.message} />
      ) : (
        <TileBody tile={tile} answer={answer} />
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
