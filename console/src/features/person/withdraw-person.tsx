import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { withdrawPerson } from "@/api/person";
import { useProject } from "@/lib/project-context";
import { useFailure } from "@/ui/use-failure";

/** Lets every destination forget the person, after saying what that does. */
export function WithdrawPerson({ person, name }: { person: number; name: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { message, modal } = App.useApp();
  const fail = useFailure();
  const withdrawing = useMutation({
    mutationFn: () => withdrawPerson(project, person),
    onSuccess: ({ destinations }) => void message.success(t("people.person.withdrawn", { n: destinations })),
    onError: fail,
  });
  const ask = () =>
    modal.confirm({
      title: t("people.person.withdrawOf", { name }),
      content: t("people.person.withdrawHint"),
      okText: t("people.person.withdraw"),
      okButtonProps: { danger: true },
      onOk: () => withdrawing.mutateAsync(),
    });
  return (
    <Button danger onClick={() => void ask()}>
      {t("people.person.withdraw")}
    </Button>
  );
}
