import { Link } from "@tanstack/react-router";
import type { AuditEntry } from "@/api/settings";
import { usePath } from "@/lib/use-path";

/** By how an action ends: where the thing it was done to has its page. */
const PAGES: Record<string, string> = {
  _segment: "segments",
  _tag: "tags",
  _score: "scores",
  _campaign: "campaigns",
  _person: "people",
  _dashboard: "dashboards",
  _import: "imports",
};

/** What something was done to: a link, where it has a page and is still there. */
export function AuditSubject({ line }: { line: AuditEntry }) {
  const path = usePath();
  const [, page] = Object.entries(PAGES).find(([ending]) => line.action.endsWith(ending)) ?? [];
  const isOne = line.subject !== "" && !line.subject.includes(" ");
  const code = <code>{line.subject}</code>;
  if (!page || !isOne || line.action.startsWith("remove_")) return line.subject ? code : "–";
  return <Link to={path(`${page}/${line.subject}`)}>{code}</Link>;
}
