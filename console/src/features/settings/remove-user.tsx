import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/api/session";
import { type Member, removeUser } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { RemoveButton } from "@/ui/remove-button";

/** Takes someone out of the project; nobody removes themselves. */
export function RemoveUser({ member }: { member: Member }) {
  const { project } = useProject();
  const may = useMay();
  const own = useQuery(sessionQuery).data?.user.email === member.email;
  if (!may("owner") || own) return null;
  return (
    <RemoveButton
      name={member.email}
      queryKey={[project, "users"]}
      remove={() => removeUser(project, member.user_id)}
    />
  );
}
