#!/usr/bin/python3
"""addc.py DIR IP ADMINPASSWORD STRONGAUTH < entries.json: makes a throw-away Samba AD domain in DIR and fills it offline."""
import base64
import json
import os
import sys
import ldb
import samba.provision as prov
from samba.auth import system_session
from samba.dcerpc import security
from samba.param import LoadParm
from samba.samdb import SamDB

# SYSVOL is never served here; its ACL step is the only one that needs root, CAP_SYS_ADMIN and xattrs.
prov.setsysvolacl = lambda *a, **k: None

d, ip, admin_password, strong_auth = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
for s in ('etc', 'cache', 'lock', 'run', 'state', 'private', 'ncalrpc', 'bind-dns', 'tls'):
    os.makedirs(os.path.join(d, s), exist_ok=True)
conf = os.path.join(d, 'smb.conf')
with open(conf, 'w') as f:
    f.write(f"""[global]
	server role = active directory domain controller
	workgroup = CORP
	realm = CORP.EXAMPLE
	netbios name = DC1
	interfaces = {ip}/8
	bind interfaces only = yes
	server services = ldap
	ldap server require strong auth = {strong_auth}
	disable netbios = yes
	log level = 1
	log file = {d}/log.%m
	private dir = {d}/private
	state directory = {d}/state
	cache directory = {d}/cache
	lock directory = {d}/lock
	pid directory = {d}/run
	ncalrpc dir = {d}/ncalrpc
	binddns dir = {d}/bind-dns
	tls keyfile = {d}/tls/key.pem
	tls certfile = {d}/tls/cert.pem
	tls cafile = {d}/tls/ca.pem
	ldb:nosync = true
[sysvol]
	path = {d}/state/sysvol
	read only = no
[netlogon]
	path = {d}/state/sysvol/corp.example/scripts
	read only = no
""")
lp = LoadParm()
lp.load(conf)
args = ['domain', 'provision', '-s', conf, '--realm=CORP.EXAMPLE', '--domain=CORP', '--server-role=dc',
        '--dns-backend=NONE', '--host-name=dc1', '--host-ip=127.0.0.1', '--adminpass=' + admin_password, '--quiet']
import samba.netcmd.main as m_
rc = m_.samba_tool(*args) if hasattr(m_, 'samba_tool') else m_.cmd_sambatool()._run('samba-tool', *args)
if rc:
    sys.exit('provision failed: %s' % rc)
db = SamDB(url=os.path.join(d, 'private', 'sam.ldb'), session_info=system_session(), lp=lp)

def val(v):
    return base64.b64decode(v['b64']) if isinstance(v, dict) else str(v).encode()

def apply(ops):
    db.transaction_start()
    for op in ops:
        if op.get('op') == 'delete':
            db.delete(op['dn'])
            continue
        m = ldb.Message(ldb.Dn(db, op['dn']))
        flag = {'add': ldb.FLAG_MOD_ADD, 'replace': ldb.FLAG_MOD_REPLACE}[op.get('op', 'add')]
        for k, v in op['attrs'].items():
            vs = v if isinstance(v, list) else [v]
            if k == 'password':
                k, vs = 'unicodePwd', [{'b64': base64.b64encode(f'"{vs[0]}"'.encode('utf-16-le'))}]
            m[k] = ldb.MessageElement([val(x) for x in vs], flag, k)
        try:
            db.modify(m) if 'op' in op else db.add(m)
        except ldb.LdbError as e:
            db.transaction_cancel()
            sys.exit(f"{op['dn']}: {e}")
    db.transaction_commit()

# Active Directory has these where Exchange extended its schema.
lp.set('dsdb:schema update allowed', 'yes')
sdn = str(db.get_schema_basedn())
oids = [f'1.2.840.113556.1.2.{422+i}' for i in range(1, 11)] + [f'1.2.840.113556.1.2.{588+i}' for i in range(11, 16)]
db.transaction_start()
for i, oid in enumerate(oids, 1):
    db.add({'dn': f'CN=ms-Exch-Extension-Attribute-{i},{sdn}', 'objectClass': ['top', 'attributeSchema'],
            'attributeID': oid, 'attributeSyntax': '2.5.5.12', 'oMSyntax': '64', 'isSingleValued': 'TRUE',
            'lDAPDisplayName': f'extensionAttribute{i}', 'rangeLower': '1', 'rangeUpper': '1024', 'searchFlags': '1'})
db.transaction_commit()
db.set_schema_update_now()
m = ldb.Message(ldb.Dn(db, f'CN=User,{sdn}'))
m['mayContain'] = ldb.MessageElement([f'extensionAttribute{i}' for i in range(1, 16)], ldb.FLAG_MOD_ADD, 'mayContain')
db.modify(m)
db.set_schema_update_now()
apply(json.load(sys.stdin))
