import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Controls, Dashboard } from "@/api/dashboards";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Page } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { Sentence } from "@/ui/sentence";
import { BoardTools } from "./board-tools";
import { EditBoard } from "./edit-board";
import { TileGrid } from "./tile-grid";
import { useBoardAnswer } from "./use-board-answer";
import "./dashboard.css";

/** A dashboard as it is read: what holds for all tiles as a sentence, then the tiles. */
export function Board({ saved }: { saved: Dashboard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const wall = useRef<HTMLDivElement>(null);
  const [set, setControls] = useAddressState<Controls>("set", {});
  const [editing, setEditing] = useAddressState("edit", false);
  const { answer, exact } = useBoardAnswer(saved, set);
  if (editing) return <EditBoard saved={saved} done={() => setEditing(false)} />;
  const range = set.range ?? saved.controls.range ?? undefined;
  const people = set.people ?? saved.controls.people ?? undefined;
  const filter = set.filter ?? saved.controls.filter ?? undefined;
  const asOf = answer.data
    ? t("dashboard.asOf", { at: format.second(answer.data.as_of), rows: format.whole(answer.data.rows_read) })
    : null;
  const tools = <BoardTools board={saved} edit={() => setEditing(true)} wall={wall} />;
  return (
    <Page title={saved.name} about={asOf} tools={tools}>
      <div className="panel sentence">
        <Sentence
          text={t("dashboard.sentence")}
          slots={{
            range: (
              <RangeBracket
                always
                none={t("dashboard.asEach")}
                range={range}
                onChange={(next) => setControls({ ...set, range: next ?? null })}
              />
            ),
            people: (
              <PeopleBracket
                people={people}
                onChange={(next) => setControls({ ...set, people: next ?? null })}
              />
            ),
            filter: (
              <FilterBracket
                filter={filter}
                onChange={(next) => setControls({ ...set, filter: next ?? null })}
              />
            ),
          }}
        />
      </div>
      {answer.error ? <Problem error={answer.error} retry={() => answer.refetch()} /> : null}
      {saved.tiles.length === 0 ? (
        <FirstStep title={t("dashboard.empty")}>{t("dashboard.emptyHint")}</FirstStep>
      ) : (
        <div ref={wall} className="wall">
          <TileGrid
            tiles={saved.tiles}
            answer={answer.data}
            waiting={answer.isPlaceholderData}
            exact={exact}
          />
        </div>
      )}
    </Page>
  );
}
