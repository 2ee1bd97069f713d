import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { useProject } from "@/lib/project-context";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";

interface Props {
  title: string;
  /** Given every event name, most frequent first. */
  children: (events: string[]) => ReactNode;
}

/** A question needs events: waits for their names, or says how to get the first. */
export function WithEvents({ title, children }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const catalogue = useQuery(catalogueQuery(project));
  if (catalogue.data === undefined || catalogue.error) {
    return (
      <Page title={title}>
        <Loaded asked={catalogue}>{() => null}</Loaded>
      </Page>
    );
  }
  const { events } = catalogue.data;
  if (events.length > 0) {
    return children([...events].sort((a, b) => b.count - a.count).map((event) => event.name));
  }
  return (
    <Page title={title}>
      <FirstStep
        title={t("question.noEvents")}
        action={
          <Link to={path("imports")}>
            <Button type="primary">{t("people.importFile")}</Button>
          </Link>
        }
      >
        {t("question.noEventsHint")}
      </FirstStep>
    </Page>
  );
}
