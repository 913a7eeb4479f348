export { AGAIN_USAGE, parseAgainOptions, type AgainOptions } from './cli/again-options';
export {
  COMMAND_EXIT,
  exitWith,
  loadCommandSettings,
  reportUsage,
  stopOnSignals,
  type CommandProcess,
  type CommandSettings,
} from './cli/command';
export { parseFlags, readNumber, readTime, type Flags } from './cli/flags';
export { createPace, type Pace } from './cli/pace';
export { createProgressLine, type ProgressLine } from './cli/progress-line';
export { systemClock, type Clock } from './clock';
export { ConfigError, type ConfigProblem } from './config/config-error';
export {
  basicAuthorization,
  kafkaAccess,
  mongoTls,
  registryAccess,
  type KafkaAccess,
  type RegistryAccess,
  type SaslSettings,
  type TlsSettings,
} from './config/connections';
export { describeConfig, loadConfig, secretValues, type LoadConfigOptions } from './config/load-config';
export {
  baseConfigShape,
  consumerConfigShape,
  groupIdSetting,
  kafkaConfigShape,
  mongoConfigShape,
  type KafkaConfig,
  type MongoConfig,
} from './config/shapes';
export type { Environment } from './config/environment';
export { errorMessage } from './error-message';
export type { HealthCheck, HealthReport, HealthStatus } from './health/health';
export { createHttpServer, type HttpServer, type HttpServerOptions } from './http/http-server';
export { startAll, stopAll, type Component, type StopOptions, type StopReport } from './lifecycle/component';
export { runService, type RunServiceOptions, type Service, type ServiceDeps } from './lifecycle/run-service';
export { EXIT, type ServiceProcess } from './lifecycle/stopper';
export { waitForDependency, type WaitForDependencyOptions } from './lifecycle/wait-for-dependency';
export { createLogger, type Logger, type LoggerOptions } from './logger';
export { createMetrics, type Metrics, type MetricsOptions } from './metrics';
export { MONGO_RETRIABLE_CODES } from './mongo-codes';
export { mongoHosts, mongoUser } from './mongo-uri';
export { isNetworkError } from './network-error';
export { percentDecoded } from './percent';
export { PipelineError, type ErrorCode, type PipelineErrorOptions } from './pipeline-error';
export { redactText, redactUserInfo } from './redact';
export {
  createCertificateExpiry,
  type CertificateExpiry,
  type CertificateExpiryDeps,
  type CertifiedServer,
} from './tls/certificate-expiry';
export { presentedCertificate, type Validity } from './tls/certificates';
export { speaksTls } from './tls/speaks-tls';
export { tlsFailure } from './tls/tls-failure';
