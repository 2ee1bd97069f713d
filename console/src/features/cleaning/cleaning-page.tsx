import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Cleaning, cleaningQuery } from "@/api/quality";
import { useWhy } from "@/builders/live/why";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { CleaningForm } from "./cleaning-form";

/** What every event goes through, and the rules that can be changed. */
export function CleaningPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const asked = useQuery(cleaningQuery(project));
  return (
    <Page title={t("watch.cleaning.title")} about={t("watch.cleaning.about")}>
      <Loaded asked={asked} rows={10}>
        {(cleaning) => (
          <div className="grid">
            <div className="span-7">
              <CleaningForm key={JSON.stringify(cleaning.rules)} cleaning={cleaning} />
            </div>
            <div className="span-5 stack">
              <Steps cleaning={cleaning} />
              <Reasons cleaning={cleaning} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Steps({ cleaning }: { cleaning: Cleaning }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("watch.cleaning.steps")}>
      <ol className="steps">
        {cleaning.steps.map((step) => (
          <li key={step.name}>
            <code>{step.name}</code>
            <div className="note">
              {t(`why.step.${step.name as "drop_bots"}`, { defaultValue: step.sentence })}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Reasons({ cleaning }: { cleaning: Cleaning }) {
  const { t } = useTranslation();
  const why = useWhy();
  return (
    <Panel title={t("watch.cleaning.reasons")} className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("watch.cleaning.code")}</th>
            <th scope="col">{t("watch.cleaning.meaning")}</th>
          </tr>
        </thead>
        <tbody>
          {cleaning.reasons.map((each) => (
            <tr key={each.reason}>
              <td>
                <code>{each.reason}</code>
              </td>
              <td>{why(each.reason, each.message)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
