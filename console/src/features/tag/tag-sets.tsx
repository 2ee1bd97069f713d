import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Input, Segmented, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { installTagSet, type ReadyTag, tagSetQuery, tagSetsQuery } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useSettled } from "@/lib/use-settled";
import { Loaded } from "@/ui/loaded";
import { useFailure } from "@/ui/use-failure";

/** Ready sets: choose an industry, say what your events are called, see what fits, install it. */
export function TagSets({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { language } = useFormat();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const sets = useQuery(tagSetsQuery(project));
  const [industry, setIndustry] = useState("ecommerce");
  const [events, setEvents] = useState<Record<string, string>>({});
  const naming = useSettled(JSON.stringify({ events, properties: {}, language }));
  const states = useQuery(tagSetQuery(project, industry, JSON.parse(naming)));
  const installing = useMutation({
    mutationFn: () => installTagSet(project, industry, JSON.parse(naming)),
    onSuccess: async ({ tags }) => {
      void message.success(
        t("tag.done", { n: tags.filter((each) => !each.why && !each.is_installed).length }),
      );
      close();
      await client.invalidateQueries({ queryKey: [project] });
    },
    onError: fail,
  });
  const chosen = sets.data?.find((each) => each.industry === industry);
  const fitting = states.data?.filter((each) => !each.why && !each.is_installed).length ?? 0;
  return (
    <Drawer open size={720} title={t("tag.sets")} onClose={close}>
      <Loaded asked={sets}>
        {(all) => (
          <div className="stack">
            <span className="soft">{t("tag.setsHint")}</span>
            <Segmented
              block
              value={industry}
              onChange={setIndustry}
              options={all.map((each) => ({ value: each.industry, label: inLanguage(each.label, language) }))}
            />
            <span className="note">{inLanguage(chosen?.about, language)}</span>
            <span>{t("tag.setNames")}</span>
            <dl className="facts">
              {chosen?.events.map((each) => (
                <div key={each.name}>
                  <dt title={each.name}>{inLanguage(each.label, language)}</dt>
                  <dd>
                    <Input
                      size="small"
                      placeholder={each.name}
                      aria-label={each.name}
                      value={events[each.name] ?? ""}
                      onChange={(event) => {
                        const { [each.name]: _, ...others } = events;
                        const said = event.target.value.trim();
                        setEvents(said ? { ...others, [each.name]: said } : others);
                      }}
                    />
                  </dd>
                </div>
              ))}
            </dl>
            <Button
              type="primary"
              disabled={fitting === 0}
              loading={installing.isPending}
              onClick={() => installing.mutate()}
            >
              {fitting === 0 ? t("tag.allInstalled") : t("tag.install", { n: fitting })}
            </Button>
            <Loaded asked={states}>{(tags) => <ReadyTable tags={tags} />}</Loaded>
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}

function ReadyTable({ tags }: { tags: ReadyTag[] }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const state = (tag: ReadyTag) => {
    if (tag.is_installed) return <Tag>{t("tag.installed")}</Tag>;
    return tag.why ? <Tag color="warning">{t("tag.lacks")}</Tag> : <Tag color="success">{t("tag.fits")}</Tag>;
  };
  return (
    <Table<ReadyTag>
      size="small"
      rowKey="name"
      pagination={false}
      dataSource={tags}
      columns={[
        {
          key: "name",
          title: t("common.name"),
          render: (_, tag) => (
            <>
              {inLanguage(tag.label, language)}
              {tag.why ? <div className="note">{tag.why}</div> : null}
            </>
          ),
        },
        {
          key: "folder",
          title: t("tag.folder"),
          width: 120,
          render: (_, tag) => inLanguage(tag.folder, language),
        },
        {
          key: "kind",
          title: t("tag.kind"),
          width: 90,
          render: (_, tag) => t(`tag.kinds.${tag.kind}`, { defaultValue: tag.kind }),
        },
        { key: "state", title: t("common.status"), width: 100, render: (_, tag) => state(tag) },
      ]}
    />
  );
}
