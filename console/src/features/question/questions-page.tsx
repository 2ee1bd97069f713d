import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { type Question, questionsQuery } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { questionPage } from "@/lib/question-page";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { RemoveQuestion } from "./remove-question";

/** Saved analyses; opening one asks it anew. */
export function QuestionsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const questions = useQuery(questionsQuery(project));
  const kindWords = (kind: string) => {
    const page = questionPage(kind);
    return page ? t(`shell.page.${page.name}`) : kind;
  };
  return (
    <Page title={t("question.saved.title")} about={t("question.saved.about")}>
      <Loaded asked={questions}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("question.saved.none")}>{t("question.saved.noneHint")}</FirstStep>
          ) : (
            <Table<Question>
              size="middle"
              rowKey="question_id"
              dataSource={all}
              pagination={false}
              columns={[
                {
                  key: "name",
                  title: t("common.name"),
                  render: (_, { name, kind, query }) => {
                    const page = questionPage(kind);
                    return page ? (
                      <Link to={path(page.path)} search={{ q: query } as never}>
                        {name}
                      </Link>
                    ) : (
                      name
                    );
                  },
                },
                {
                  key: "kind",
                  title: t("question.saved.kind"),
                  width: 160,
                  render: (_, each) => kindWords(each.kind),
                },
                {
                  key: "remove",
                  width: 80,
                  title: <span className="visually-hidden">{t("common.actions")}</span>,
                  render: (_, question) => <RemoveQuestion question={question} />,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
