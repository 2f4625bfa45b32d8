/**
 * The WebSocket side of the door, at the same address as HTTP and speaking `graphql-transport-ws`.
 *
 * The protocol is graphql-ws's own core; this is the carrier: who may open a socket, how large a message may be,
 * whether the other end is alive. A message counts as sent when the network took it, and that is what makes a slow
 * reader miss states instead of filling our memory.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { type SocketFacts, type SocketParts, socketOptions } from './socket-operations.js';

const PING_EVERY_MS = 12_000;
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 4500;
/** So much may wait for a client to read it before we stop reading what it sends. */
const UNREAD_BYTES_MAX = 1024 * 1024;

export interface SocketDoorOptions extends SocketParts {
  readonly allowedOrigins: readonly string[];
  readonly log: Logger;
}

export class SocketDoor {
  private readonly sockets: WebSocketServer;
  private readonly protocol;
  private readonly allowedOrigins: ReadonlySet<string>;
  private isStopping = false;

  constructor(private readonly options: SocketDoorOptions) {
    this.allowedOrigins = new Set(options.allowedOrigins);
    this.protocol = makeServer<Record<string, unknown> | undefined, SocketFacts>({
      ...socketOptions(options),
      // Answers are finished already, and their errors are plain objects without the methods that the library would
      // call.
      onNext: (_context, _id, _payload, _args, result: ExecutionResult) => result as FormattedExecutionResult,
    });
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.socketMessageBytesMax,
      perMessageDeflate: false,
      handleProtocols: (protocols) => handleProtocols(protocols),
    });
  }

  attach(server: Server): void {
    server.on('upgrade', (request, carrier, head) => {
      // HTTP has let the carrier go and no socket has it yet: an error that nobody hears would end the process.
      carrier.on('error', () => carrier.destroy());
      const refusal = this.refusalFor(request);
      if (refusal !== null) return refuseUpgrade(carrier, refusal);
      this.sockets.handleUpgrade(request, carrier, head, (socket) => this.serve(socket, request));
    });
  }

  get openCount(): number {
    return this.sockets.clients.size;
  }

  /** Says goodbye to everyone, so that clients come back elsewhere, and cuts off who does not answer. */
  async stop(patienceMs: number): Promise<void> {
    this.isStopping = true;
    for (const socket of this.sockets.clients) socket.close(GOING_AWAY, 'Going away');
    const closed = Promise.all([...this.sockets.clients].map(closing));
    const timer = setTimeout(() => {
      for (const socket of this.sockets.clients) socket.terminate();
    }, patienceMs);
    await closed;
    clearTimeout(timer);
  }

  private refusalFor(request: IncomingMessage): string | null {
    if (this.isStopping) return '503 Service Unavailable';
    const [path, base] = [request.url ?? '/', `http://${request.headers.host ?? 'gateway'}`];
    // Both are a stranger's text, and whatever is thrown here ends the process.
    if (!URL.canParse(path, base)) return '400 Bad Request';
    const { pathname, host } = new URL(path, base);
    if (pathname !== '/graphql') return '404 Not Found';
    const { origin } = request.headers;
    // Only browsers send an origin, and any page can make them open a socket: ours and the named ones may.
    if (origin === undefined || this.allowedOrigins.has(origin)) return null;
    return URL.canParse(origin) && new URL(origin).host === host ? null : '403 Forbidden';
  }

  private serve(socket: WebSocket, request: IncomingMessage): void {
    const left = new AbortController();
    const { authorization } = request.headers;
    const stopPinging = keepAlive(socket);
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        send: (message) => send(socket, message),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (hear) => {
          socket.on('message', (message) => {
            hear(String(message)).catch((fault: unknown) => this.fail(socket, fault));
          });
        },
      },
      { socket, authorization, left: left.signal },
    );
    socket.on('error', (fault) => this.options.log.debug({ err: fault }, 'a socket failed'));
    socket.once('close', (code, reason) => {
      stopPinging();
      left.abort();
      void closed(code, String(reason));
    });
  }

  private fail(socket: WebSocket, fault: unknown): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    this.options.log.error({ err: fault }, 'a socket message was not handled');
    socket.close(INTERNAL_ERROR, 'Something broke on our side.');
  }
}

/** Does not hear a client that does not read: whatever it asks meanwhile would have its answer kept in our memory. */
function send(socket: WebSocket, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.readyState !== WebSocket.OPEN) return resolve();
    socket.send(message, (fault) => {
      if (socket.isPaused && socket.bufferedAmount < UNREAD_BYTES_MAX) socket.resume();
      if (fault == null) resolve();
      else reject(fault);
    });
    if (socket.bufferedAmount >= UNREAD_BYTES_MAX) socket.pause();
  });
}

function closing(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState === WebSocket.CLOSED) resolve();
    else socket.once('close', () => resolve());
  });
}

/** Cuts off a socket that did not answer a ping before the next one is due. */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, PING_EVERY_MS);
  return () => clearInterval(timer);
}

function refuseUpgrade(carrier: Duplex, status: string): void {
  carrier.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
