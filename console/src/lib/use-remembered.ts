import { useCallback, useState } from "react";

/** A small choice kept in this browser (language, theme): state that survives a reload. */
export function useRemembered<Value extends string>(
  key: string,
  fallback: Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => (localStorage.getItem(key) as Value | null) ?? fallback);
  const remember = useCallback(
    (next: Value) => {
      localStorage.setItem(key, next);
      setValue(next);
    },
    [key],
  );
  return [value, remember];
}
