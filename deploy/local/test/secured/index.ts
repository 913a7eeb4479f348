export { startSecuredKafka, type SecuredKafka, type SecuredKafkaOptions } from './secured-kafka';
export { startSecuredMongod, type SecuredMongod, type SecuredMongodOptions } from './secured-mongod';
