import type { Words } from "../words";
import type { report as zh } from "../zh/report";

export const report: Words<typeof zh> = {
  title: "Reports",
  about: "Dashboards sent on time, by e-mail or a robot, with pictures; hours are of {{zone}}.",
  new: "New report",
  edit: "Edit the report “{{name}}”",
  lang: "Language",
  none: "No reports yet",
  noneHint:
    "Make a dashboard first, and add whom to tell on the page of alerts; then choose when it is sent.",
  when: "When",
  at: {
    day: "Every day at {{hour}}:00",
    week: "Every {{day}} at {{hour}}:00",
    month: "Every month on day {{day}} at {{hour}}:00",
  },
  per: { day: "Daily", week: "Weekly", month: "Monthly" },
  weekday: "Day of the week",
  monthDay: "Day of the month",
  hour: "Hour",
  targets: "To whom",
  targetsHint: "They are added on the page of alerts",
  last: "Last",
  now: "Send now",
  sent: "Queued to be sent",
};
