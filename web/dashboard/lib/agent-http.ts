import { ApiError, createHttp, type Http } from '../../chat-client/http.ts';

/** What `createAgentHttp` takes from its surroundings. */
export interface AgentHttpEnvironment {
  apiUrl: string;
  idToken(): Promise<string>;
  /** Hears of every refusal before the caller does. */
  refused(error: ApiError): void;
  fetch?: typeof globalThis.fetch;
}

/** The HTTP API with a signed-in agent's authorization; every call rejects with `ApiError` only. */
export function createAgentHttp(environment: AgentHttpEnvironment): Http {
  const http = createHttp({
    apiUrl: environment.apiUrl,
    headers: async () => ({ authorization: `Bearer ${await environment.idToken()}` }),
    ...(environment.fetch ? { fetch: environment.fetch } : {}),
  });

  async function heard<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      if (error instanceof ApiError) environment.refused(error);
      throw error;
    }
  }

  return {
    get: (path) => heard(http.get(path)),
    post: (path, body) => heard(http.post(path, body)),
    put: (path, body) => heard(http.put(path, body)),
    delete: (path) => heard(http.delete(path)),
  };
}
