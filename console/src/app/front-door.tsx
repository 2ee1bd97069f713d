import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/api/session";
import { FirstStep } from "@/ui/first-step";
import { SignOutButton } from "./sign-out-button";

/** The bare address leads to the project last worked in. */
export function FrontDoor() {
  const { t } = useTranslation();
  const projects = useQuery(sessionQuery).data?.projects ?? [];
  const last = localStorage.getItem("stayflow.project");
  const chosen = projects.find((each) => each.project === last) ?? projects[0];
  if (!chosen) {
    return (
      <main className="content">
        <FirstStep title={t("shell.projects")} action={<SignOutButton />}>
          {t("shell.signIn.noProject")}
        </FirstStep>
      </main>
    );
  }
  return <Navigate to={`/p/${chosen.project}/overview`} replace />;
}
