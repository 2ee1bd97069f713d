import { useTranslation } from "react-i18next";
import type { AuditEntry } from "@/api/settings";

/** Further facts of a line, each by its name; what is empty is left out. */
export function AuditDetail({ detail }: { detail: AuditEntry["detail"] }) {
  const { t } = useTranslation();
  const said = (name: string, value: unknown) => {
    if (name === "role") return t(`settings.users.roles.${value as "owner"}`, { defaultValue: `${value}` });
    if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
    return `${value}`;
  };
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => (
      <div key={name}>
        <span className="note">
          {t(`settings.audit.details.${name as "role"}`, { defaultValue: name.replaceAll("_", " ") })}:
        </span>{" "}
        {said(name, value)}
      </div>
    ));
}
