import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";
import { CalledInput } from "./called-input";

interface Props {
  name: string | undefined;
  onChange: (name: string | undefined) => void;
}

/** What a part of the question is called; what it counts unless said. */
export function CalledBracket({ name, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Bracket
      label={name ? t("question.called", { name }) : t("question.calledNothing")}
      name={t("question.calledName")}
      empty={!name}
      width={260}
    >
      {(close) => <CalledInput autoFocus name={name} onChange={onChange} done={close} />}
    </Bracket>
  );
}
