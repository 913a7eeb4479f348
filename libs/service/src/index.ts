export { systemClock, type Clock } from './clock';
export { ConfigError, type ConfigProblem } from './config/config-error';
export { describeConfig, loadConfig, redactUserInfo, type LoadConfigOptions } from './config/load-config';
export { baseConfigShape, kafkaConfigShape } from './config/shapes';
export { errorMessage } from './error-message';
export type { HealthCheck, HealthReport, HealthStatus } from './health/health';
export { createHttpServer, type HttpServer, type HttpServerOptions } from './http/http-server';
export { startAll, stopAll, type Component, type StopOptions } from './lifecycle/component';
export {
  EXIT,
  runService,
  type RunServiceOptions,
  type Service,
  type ServiceDeps,
  type ServiceProcess,
} from './lifecycle/run-service';
export { createLogger, type Logger, type LoggerOptions } from './logger';
export { createMetrics, type Metrics, type MetricsOptions } from './metrics';
export { PipelineError, type ErrorCode, type PipelineErrorOptions } from './pipeline-error';
