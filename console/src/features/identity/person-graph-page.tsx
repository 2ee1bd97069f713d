import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { personGraphQuery } from "@/api/identities";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { GraphBench } from "./graph-bench";
import { MergeWith } from "./merge-with";

/** Why a person's identities are one person, drawn; merging and parting with a preview. */
export function PersonGraphPage() {
  const { t } = useTranslation();
  const path = usePath();
  const { project } = useProject();
  const may = useMay();
  const { person } = useParams({ strict: false }) as { person: string };
  const asked = useQuery(personGraphQuery(project, person));
  const living = asked.data?.person_id;
  const about = (
    <span className="row">
      <Link to={path(`people/${person}`)}>
        <Tag>ONE-ID {living ?? person}</Tag>
      </Link>
      <span className="soft">{t("identity.graph.about")}</span>
    </span>
  );
  return (
    <Page
      title={t("identity.graph.title")}
      about={about}
      tools={may("operator") && living !== undefined ? <MergeWith person={living} /> : null}
    >
      <Loaded asked={asked} rows={10}>
        {(graph) => <GraphBench key={graph.person_id} graph={graph} />}
      </Loaded>
    </Page>
  );
}
