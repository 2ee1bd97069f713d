import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { sessionQuery, signOut } from "@/api/session";

/** Ends the session and forgets everything that was read in it. */
export function SignOutButton() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const leave = async () => {
    await signOut();
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
  };
  return <Button onClick={() => void leave()}>{t("shell.signOut")}</Button>;
}
