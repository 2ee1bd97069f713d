import type { LifecycleStage } from "@/api/lifecycle";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";

/** What a stage is called in this reader's language; one that the model has no more keeps its name. */
export function useStageWords(stages: LifecycleStage[]): (name: string) => string {
  const { language } = useFormat();
  return (name) => {
    const stage = stages.find((each) => each.name === name);
    return stage ? inLanguage(stage.label, language) : name;
  };
}
