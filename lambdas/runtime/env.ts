/** A setting of this function. @throws Error at start if the deployment did not set it. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** A setting with a default. */
export function settingOr(name: string, fallback: string): string {
  return process.env[name] || fallback;
}
