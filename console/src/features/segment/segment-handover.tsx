import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { destinationsQuery } from "@/api/destinations";
import { type Handover, handOverSegment, handoversQuery, type Segment } from "@/api/segments";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";

/** Hands the people of the segment over to a destination once, with what for; and where they went before. */
export function SegmentHandover({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const path = usePath();
  const client = useQueryClient();
  const known = useInfiniteQuery(destinationsQuery(project)).data?.pages.flatMap((page) => page.destinations);
  const before = useQuery(handoversQuery(project, segment.segment_id));
  const handing = useMutation({
    mutationFn: (wish: { destination_id: string; purpose: string }) =>
      handOverSegment(project, segment.segment_id, wish),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: [project, "segments", segment.segment_id, "handovers"] }),
  });
  if (known?.length === 0) {
    return (
      <Panel title={t("segment.handover.title")}>
        <span className="note">
          {t("segment.handover.none")} <Link to={path("destinations")}>{t("shell.page.destinations")}</Link>
        </span>
      </Panel>
    );
  }
  return (
    <Panel title={t("segment.handover.title")} note={t("segment.handover.note")}>
      <div className="stack">
        <Form layout="vertical" requiredMark={false} onFinish={handing.mutate}>
          <div className="grid">
            <Form.Item
              className="span-6"
              name="purpose"
              label={t("segment.export.purpose")}
              rules={[
                { required: true, min: 3, whitespace: true, message: t("segment.export.purposeNeeded") },
              ]}
            >
              <Input maxLength={500} placeholder={t("segment.export.purposeHint")} />
            </Form.Item>
            <Form.Item
              className="span-6"
              name="destination_id"
              label={t("segment.handover.to")}
              rules={[{ required: true, message: t("segment.handover.toNeeded") }]}
            >
              <Select
                options={(known ?? []).map((each) => ({ value: each.destination_id, label: each.name }))}
              />
            </Form.Item>
          </div>
          <Button htmlType="submit" loading={handing.isPending}>
            {t("segment.handover.ask", { n: format.whole(segment.people ?? 0) })}
          </Button>
        </Form>
        {handing.error ? <Problem error={handing.error} /> : null}
        <Loaded asked={before} rows={1}>
          {(all: Handover[]) => (
            <ul className="plain-list">
              {all.map((each) => (
                <li className="row" key={each.export_id}>
                  <span>{format.instant(each.at)}</span>
                  <strong>{each.purpose}</strong>
                  <Link to={path(`destinations/${each.destination_id}`)}>{each.destination}</Link>
                  <span>{t("common.peopleCount", { n: format.whole(each.people) })}</span>
                  <span className="note">
                    {each.by} · {t(each.is_planned ? "segment.handover.gone" : "segment.handover.waits")}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </div>
    </Panel>
  );
}
