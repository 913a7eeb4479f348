module.exports = require('../../jest.preset.js')({ displayName: 'mongo-sink-int', kind: 'int' });
