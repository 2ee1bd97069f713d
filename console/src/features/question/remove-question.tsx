import { type Question, removeQuestion } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { RemoveButton } from "@/ui/remove-button";

/** Forgets a saved question. */
export function RemoveQuestion({ question }: { question: Question }) {
  const { project } = useProject();
  const may = useMay();
  if (!may("analyst")) return null;
  return (
    <RemoveButton
      name={question.name}
      queryKey={[project, "questions"]}
      remove={() => removeQuestion(project, question.question_id)}
    />
  );
}
