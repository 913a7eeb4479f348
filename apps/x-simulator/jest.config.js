module.exports = require('../../jest.preset.js')({ displayName: 'x-simulator' });
