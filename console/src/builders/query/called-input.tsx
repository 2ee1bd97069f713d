import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NamedInput } from "@/ui/named-input";

interface Props {
  name: string | undefined;
  autoFocus?: boolean;
  onChange: (name: string | undefined) => void;
  /** After Enter. */
  done: () => void;
}

const LONGEST = 100;

/** A name that is typed; it is taken when the field is left, as every change is asked anew. */
export function CalledInput({ name, autoFocus = false, onChange, done }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(name ?? "");
  const take = () => {
    const next = text.trim() || undefined;
    if (next !== name) onChange(next);
  };
  return (
    <NamedInput
      autoFocus={autoFocus}
      label={t("question.calledName")}
      maxLength={LONGEST}
      value={text}
      onChange={setText}
      onBlur={take}
      onPressEnter={() => {
        take();
        done();
      }}
    />
  );
}
