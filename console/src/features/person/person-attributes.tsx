import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";
import { personAttributeQuery } from "@/api/attributes";
import type { Person } from "@/api/person";
import { inLanguage } from "@/api/said";
import { useAttributeWords } from "@/builders/people-drawer/use-attribute-words";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";

/** What is stated of the person, each value with its way and date; a click shows what it was before. */
export function PersonAttributes({ person }: { person: Person }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useAttributeWords();
  return (
    <Panel title={t("people.person.attributes")}>
      <dl className="facts">
        {person.attributes.map(({ name, label, value, at, origin }) => (
          <div key={name}>
            <dt title={name}>{inLanguage(label, format.language)}</dt>
            <dd>
              <Popover
                trigger="click"
                title={inLanguage(label, format.language)}
                content={<AttributePast person={person.person_id} name={name} />}
                destroyOnHidden
              >
                <button
                  type="button"
                  className="people-link"
                  style={{ textAlign: "start" }}
                  title={t("attribute.onDay")}
                >
                  {words(name, value)}
                </button>
              </Popover>
              <div className="note">
                {format.day(at)} · {t(`attribute.ways.${origin as "import"}`, { defaultValue: origin })}
              </div>
            </dd>
          </div>
        ))}
      </dl>
      {person.attributes.length === 0 ? (
        <span className="note">{t("people.person.noAttributes")}</span>
      ) : null}
    </Panel>
  );
}

function AttributePast({ person, name }: { person: number; name: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const words = useAttributeWords();
  const asked = useQuery(personAttributeQuery(project, person, name));
  return (
    <div style={{ minWidth: 220, maxHeight: 280, overflow: "auto" }}>
      <Loaded asked={asked} rows={2}>
        {({ changes }) => (
          <dl className="facts">
            {changes.map((each) => (
              <div key={each.day}>
                <dt>{each.day}</dt>
                <dd>{each.value ? words(name, each.value) : t("people.person.unset")}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
      <Link to={path(`attributes/${encodeURIComponent(name)}`)}>{t("people.person.allValues")}</Link>
    </div>
  );
}
