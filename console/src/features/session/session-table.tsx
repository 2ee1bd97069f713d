import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { SessionNumbers, SessionQuery, SessionResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { CellBefore } from "@/builders/query/cell-before";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { useFormat } from "@/lib/use-format";
import { Panel } from "@/ui/panel";

interface Props {
  query: SessionQuery;
  result: SessionResult;
}
interface Line {
  name: string;
  numbers: SessionNumbers;
  /** In the range compared with. */
  before?: SessionNumbers | null | undefined;
  who: Who;
}

/** The same numbers for every group, or for every period, newest first. */
export function SessionTable({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  const lines: Line[] = result.groups
    ? result.groups.map((group) => ({
        name: nameOf(group),
        numbers: group.numbers,
        before: group.previous,
        who: splitOf(group),
      }))
    : [...result.series].reverse().map((point) => ({
        name: point.t.slice(0, 16).replace("T", " "),
        numbers: point.numbers,
        who: { t: point.t },
      }));
  const number = (
    name: "sessions" | "bounce_rate" | "events_per_session" | "median_seconds" | "mean_seconds",
    say: (value: number | null) => string,
  ) => ({
    key: name,
    title: t(`analysis.session.${name}`),
    align: "right" as const,
    render: (_: unknown, line: Line) => (
      <>
        {say(line.numbers[name])}
        <CellBefore now={line.numbers[name]} before={line.before?.[name]}>
          {say(line.before?.[name] ?? null)}
        </CellBefore>
      </>
    ),
  });
  const people = (line: Line, who: Who, value: number) => (
    <PeopleNumber
      value={value}
      behind={{ title: line.name, source: { kind: "query", query, who: { ...line.who, ...who } } }}
    />
  );
  return (
    <Panel className="scroll">
      <Table<Line>
        size="small"
        rowKey="name"
        dataSource={lines}
        pagination={{ pageSize: 15, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            key: "name",
            title: result.groups ? heading : t("question.revenue.period"),
            dataIndex: "name",
          },
          number("sessions", (value) => format.whole(value ?? 0)),
          {
            key: "people",
            title: t("analysis.people"),
            align: "right",
            render: (_, line) => (
              <>
                {people(line, {}, line.numbers.people)}
                <CellBefore now={line.numbers.people} before={line.before?.people}>
                  {people(line, { compared: true }, line.before?.people ?? 0)}
                </CellBefore>
              </>
            ),
          },
          {
            key: "bounces",
            title: t("analysis.session.bounces"),
            align: "right",
            render: (_, line) => people(line, { of: "bounced" }, line.numbers.bounces),
          },
          number("bounce_rate", (value) => format.percent(value)),
          number("events_per_session", (value) => value?.toFixed(1) ?? "–"),
          number("median_seconds", format.duration),
          number("mean_seconds", format.duration),
        ]}
      />
    </Panel>
  );
}
