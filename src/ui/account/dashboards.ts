/** Pages of the Agent37 dashboard, as the API docs name them. */
export const dashboards = {
  billing: "https://www.agent37.com/dashboard/cloud/billing",
  apiKeys: "https://www.agent37.com/dashboard/cloud/api-keys",
} as const;
