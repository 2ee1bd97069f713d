import { useQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/api/session";
import { PeopleDrawerProvider } from "@/builders/people-drawer/people-drawer-provider";
import { ProjectContext } from "@/lib/project-context";
import { MissingProject } from "./missing-page";
import { Rail } from "./rail";
import { Topbar } from "./topbar";

/** The shell around every page of one project. */
export function ProjectFrame() {
  const { t } = useTranslation();
  const { project } = useParams({ strict: false }) as { project: string };
  const current = useQuery(sessionQuery).data?.projects.find((each) => each.project === project);
  useEffect(() => {
    if (current) localStorage.setItem("stayflow.project", current.project);
  }, [current]);
  if (!current) return <MissingProject />;
  return (
    <ProjectContext value={current} key={current.project}>
      <PeopleDrawerProvider>
        <a className="skip-link" href="#content">
          {t("shell.skip")}
        </a>
        <div className="shell">
          <Rail />
          <div>
            <Topbar />
            <main className="content" id="content">
              <Outlet />
            </main>
          </div>
        </div>
      </PeopleDrawerProvider>
    </ProjectContext>
  );
}
