import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/person";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";

/** What the person is called, and how they stand: a score leads to why. */
export function PersonTags({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const { tags = [], scores = [] } = person;
  return (
    <>
      {tags.length > 0 ? (
        <Panel title={t("tag.onPerson")}>
          <div className="row">
            {tags.map((tag) => (
              <Link key={`${tag.tag_id} ${tag.value}`} to={path(`tags/${tag.tag_id}`)}>
                <Tag title={`${t("tag.since", { when: format.instant(tag.since) })} · ${tag.cause}`}>
                  {inLanguage(tag.label, format.language)}: {inLanguage(tag.value_label, format.language)}
                </Tag>
              </Link>
            ))}
          </div>
        </Panel>
      ) : null}
      {scores.length > 0 ? (
        <Panel title={t("score.onPerson")}>
          <dl className="facts">
            {scores.map((score) => (
              <div key={score.score_id} title={format.instant(score.at)}>
                <dt>{inLanguage(score.label, format.language)}</dt>
                <dd>
                  <Link to={path(`scores/${score.score_id}`)} search={{ person: person.person_id } as never}>
                    {Math.round(score.points * 10) / 10}
                  </Link>{" "}
                  <span className="soft">{inLanguage(score.band_label, format.language)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
      ) : null}
    </>
  );
}
