import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pirateQuery } from "@/api/pirate";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { PirateBoard } from "./pirate-board";

/** The pirate funnel, ready as it is opened. */
export function PiratePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const saved = useQuery(pirateQuery(project));
  if (saved.data) return <PirateBoard saved={saved.data} />;
  return (
    <Page title={t("pirate.title")} about={t("pirate.about")}>
      <Loaded asked={saved} rows={8}>
        {() => null}
      </Loaded>
    </Page>
  );
}
